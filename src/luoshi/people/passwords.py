"""What a password has to be, said in the reader's language."""

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import ngettext


class LongEnough(MinimumLengthValidator):
    """The framework's rule; its own sentence lacks a Chinese one."""

    def get_error_message(self) -> str:
        """Why it was refused."""
        said = ngettext(
            "The password needs at least %(n)s character.",
            "The password needs at least %(n)s characters.",
            self.min_length,
        )
        return said % {"n": self.min_length}

    def get_help_text(self) -> str:
        """The same before anybody tries."""
        return self.get_error_message()
