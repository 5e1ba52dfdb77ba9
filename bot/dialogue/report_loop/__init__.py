"""A report under way: begins it, reads a turn into its draft, asks for the next field, and sends it."""

from bot.dialogue.report_loop.asking import current_question
from bot.dialogue.report_loop.beginning import begin, enter
from bot.dialogue.report_loop.form import reading_context
from bot.dialogue.report_loop.reading import go_back, read
from bot.dialogue.report_loop.sending import Sent, send

__all__ = ["Sent", "begin", "current_question", "enter", "go_back", "read", "reading_context", "send"]
