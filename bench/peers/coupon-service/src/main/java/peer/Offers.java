package peer;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.jpa.repository.Query;

/** Offers by JPA. */
public interface Offers extends JpaRepository<Offer, Long> {

  @Lock(LockModeType.PESSIMISTIC_WRITE)
  @Query("select o from Offer o where o.id = :id")
  Optional<Offer> findLocked(long id);
}
