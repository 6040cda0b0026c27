/** Files below the state directory, written whole or not at all. */
@NullMarked
package dev.reveille.store;

import org.jspecify.annotations.NullMarked;
