/** Starts and stops the control service; the only place that sees everything. */
@NullMarked
package dev.reveille.app;

import org.jspecify.annotations.NullMarked;
