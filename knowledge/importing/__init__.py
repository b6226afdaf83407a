"""Articles from an Excel workbook: its columns, the template, reading it, and what is carried from the preview to the confirmation."""
