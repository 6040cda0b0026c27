/** Puts to sleep what is idle, and removes what was abandoned: first planned, then carried out. */
@NullMarked
package dev.reveille.reap;

import org.jspecify.annotations.NullMarked;
