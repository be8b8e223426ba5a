//! Every row of the published handbook.
