package io.tidegate.lab.output;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.Objects;

/**
 * Says in words why a file cannot be had: the message of many of these exceptions is its name
 * alone.
 */
public final class FileFaults {

  private FileFaults() {}

  /** Why, with the name of the file where the exception knows it. */
  public static String text(IOException e) {
    return e instanceof FileSystemException of && of.getFile() != null
        ? of.getFile() + ": " + why(of)
        : why(e);
  }

  /** Why, without the name of the file. */
  public static String why(IOException e) {
    return switch (e) {
      case NoSuchFileException _ -> "no such file or directory";
      case AccessDeniedException _ -> "permission denied";
      case FileAlreadyExistsException _ -> "is there already, and is no folder";
      case NotDirectoryException _ -> "is no folder";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case CharacterCodingException _ -> "is not UTF-8 text";
      default -> Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
    };
  }
}
