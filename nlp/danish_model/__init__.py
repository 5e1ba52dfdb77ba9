"""The project's own `da_core_news_sm`: corpora to documents, spaCy's training, scores, gates and the wheel."""
