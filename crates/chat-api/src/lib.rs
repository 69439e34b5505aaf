//! REST and the pages: HTTP over the application
