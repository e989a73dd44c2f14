"""Draws every form and field of the product with the house's own templates."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Forms are drawn by `parts/form_fields.html`, one field by `parts/field.html`."""

    form_template_name = "parts/form_fields.html"
    field_template_name = "parts/field.html"
