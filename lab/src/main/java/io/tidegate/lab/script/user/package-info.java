/** Where one user is: its iteration, its group and tags, and what it has to do later. */
@NullMarked
package io.tidegate.lab.script.user;

import org.jspecify.annotations.NullMarked;
