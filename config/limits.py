"""How often one address, or one name, may try: signing in and what leads to an account."""

ACCOUNT_RATE_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "60/m/ip,5/5m/key",
    "activation_failed": "10/5m/ip",
    "reset_code_failed": "10/5m/ip,5/15m/key",
    "registration_sent": "20/h/ip",
    "card_asked": "20/h/ip",
    "unit_search": "120/m/ip",
}
