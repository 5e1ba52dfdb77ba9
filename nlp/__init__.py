"""How well messages are understood: evaluation and the derivation of thresholds. The Danish model: nlp/danish_model."""
