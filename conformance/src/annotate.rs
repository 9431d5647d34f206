//! Annotates bytes field by field, tolerantly: whatever they are, every byte is accounted for.
