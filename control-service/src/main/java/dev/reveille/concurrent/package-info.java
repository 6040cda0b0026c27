/** Threads, time and published values. */
@NullMarked
package dev.reveille.concurrent;

import org.jspecify.annotations.NullMarked;
