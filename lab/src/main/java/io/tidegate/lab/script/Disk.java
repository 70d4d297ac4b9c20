package io.tidegate.lab.script;

import io.tidegate.lab.script.data.FolderException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files of this machine, and libraries by their addresses. */
public final class Disk implements ScriptSource {

  private final RemoteModules remote;

  /**
   * With this folder of libraries.
   *
   * @param libraries absolute; made when something is to be kept
   */
  public Disk(Path libraries) {
    remote = new RemoteModules(libraries);
  }

  @Override
  public byte[] read(Path path) throws IOException {
    if (path.startsWith(REMOTE)) return remote.get(REMOTE.relativize(path).toString());
    if (Files.isDirectory(path)) throw new FolderException(path);
    return Files.readAllBytes(path);
  }

  @Override
  public Path real(Path path) throws IOException {
    return path.toRealPath();
  }
}
