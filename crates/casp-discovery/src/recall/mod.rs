//! Recall: which capabilities an intent's words may mean. Each registry's own art; nothing here is normative.
