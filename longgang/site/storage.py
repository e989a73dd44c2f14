"""Static files under names that carry their content's hash, also where a module imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # it has no types
    """An `import "./other.js"` is rewritten to the hashed name, as `url(…)` in CSS is."""

    support_js_module_import_aggregation = True
