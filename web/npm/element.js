// Only types: import "objection-coach/element" gives a script those of the element. A
// script that was compiled still asks for this file, which does nothing.
export {};
