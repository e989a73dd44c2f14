"""Forms as a browser handles them."""


def sent_back(form):
    """What a browser sends when the form is left as it is shown: name and value of each field."""
    sent = {}
    for field in form:
        widget = field.field.widget
        if widget.input_type == "checkbox":
            if field.value():
                sent[field.html_name] = "on"
            continue
        shown = widget.format_value(field.value())
        sent[field.html_name] = "".join(shown) if isinstance(shown, list) else shown or ""
    return sent
