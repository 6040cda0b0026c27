/** Starting a sleeping project in dependency order, and knowing when it answers. */
@NullMarked
package dev.reveille.wake;

import org.jspecify.annotations.NullMarked;
