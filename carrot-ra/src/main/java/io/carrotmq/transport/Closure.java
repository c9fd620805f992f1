package io.carrotmq.transport;

/**
 * Why a channel or connection ended.
 *
 * @param requested whether we asked for it
 * @param wholeConnection whether the connection ended, and not the channel alone
 * @param replyCode the broker's reply code, 0 if it gave none
 * @param text what happened, in words
 * @param cause the exception under it, or null
 */
public record Closure(boolean requested, boolean wholeConnection, int replyCode, String text, Throwable cause) {
    @Override
    public String toString() {
        return replyCode == 0 ? text : text + " (reply code " + replyCode + ")";
    }
}
