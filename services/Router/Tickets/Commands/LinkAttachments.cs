using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>Links given with a note or a reply. They are kept and shown; nobody here ever follows them.</summary>
internal static class LinkAttachments
{
    private const int Most = 10;
    private const int MaxUrl = 2_000;
    private const int MaxTitle = 200;

    private const string Put = """
        INSERT INTO router.attachments (attachment_id, ticket_id, note_id, reply_id, url, title, created_at)
        VALUES (@id, @TicketId, @noteId, @replyId, @Url, @Title, @Now)
        """;

    /// <summary>What is wrong with them; null where nothing is.</summary>
    public static string? Mistake(IReadOnlyList<LinkAttachment> links) =>
        links.Count > Most ? $"At most {Most} links."
        : links.Any(link => !IsUsable(link.Url)) ? "A link is a whole https address without a name or password in it."
        : links.Any(link => string.IsNullOrWhiteSpace(link.Title) || link.Title.Length > MaxTitle)
            ? $"A link has a title of 1 to {MaxTitle} characters."
        : null;

    /// <summary>The text with its links below it, as the customer reads it.</summary>
    public static string Append(string text, IReadOnlyList<LinkAttachment> links) =>
        string.Join('\n', links.Select(link => $"{link.Title}: {link.Url}").Prepend(text));

    public static async Task PutAsync(
        TicketSession session,
        IReadOnlyList<LinkAttachment> links,
        Guid? noteId,
        Guid? replyId,
        CancellationToken cancellationToken
    )
    {
        foreach (var link in links)
        {
            await session.ExecuteAsync(
                Put,
                new
                {
                    id = Guid.CreateVersion7(session.Now.ToDateTimeOffset()),
                    session.File.TicketId,
                    noteId,
                    replyId,
                    link.Url,
                    link.Title,
                    session.Now,
                },
                cancellationToken
            );
        }
    }

    private static bool IsUsable(string? url) =>
        url is { Length: > 0 and <= MaxUrl }
        && !url.Any(sign => char.IsControl(sign) || char.IsWhiteSpace(sign))
        && Uri.TryCreate(url, UriKind.Absolute, out var read)
        && read.Scheme == Uri.UriSchemeHttps
        && read.UserInfo.Length == 0
        && read.Host.Contains('.');
}
