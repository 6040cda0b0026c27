/** The control API, as the gateway's hook and administrators see it. */
@NullMarked
package dev.reveille.api;

import org.jspecify.annotations.NullMarked;
