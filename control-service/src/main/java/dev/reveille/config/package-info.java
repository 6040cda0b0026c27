/** Settings from the environment, checked and assembled. */
@NullMarked
package dev.reveille.config;

import org.jspecify.annotations.NullMarked;
