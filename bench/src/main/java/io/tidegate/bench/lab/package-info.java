/** The load lab beside k6: what a request and a user cost the generator. */
@NullMarked
package io.tidegate.bench.lab;

import org.jspecify.annotations.NullMarked;
