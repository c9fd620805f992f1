package jakarta.ejb;

/** What containers wrap the exceptions of beans in; the API it is from is none the adapter needs. */
public final class EJBException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public EJBException(String message, Throwable cause) {
        super(message, cause);
    }
}
