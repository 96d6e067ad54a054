"""What an operator reads when the machine does not do what it should."""


class CannotStart(Exception):
    """Something on this machine keeps shanqiao from starting; both languages, with a way out."""

    def __init__(self, zh: str, en: str):
        super().__init__(f"{zh}\n{en}")
        self.zh, self.en = zh, en
