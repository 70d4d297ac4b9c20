package io.tidegate.app.config;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The form that a text, or each text of a list, must have. Every text has a form. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
@interface Form {
  /** A regular expression for the whole text. */
  String pattern();

  /** The same in words: "an address such as …". */
  String words();
}
