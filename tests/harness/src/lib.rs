//! Starts, cuts off and kills the real parts that the tests meet
