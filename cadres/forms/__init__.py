from cadres.forms.people import ActivationForm, ContactForm, RosterForm

__all__ = ["ActivationForm", "ContactForm", "RosterForm"]
