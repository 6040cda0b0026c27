/** Looks whether everything that Reveille needs is there, and says what to do where it is not. */
@NullMarked
package dev.reveille.doctor;

import org.jspecify.annotations.NullMarked;
