using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Dapper;
using Npgsql;
using TriageMesh.Contracts.Messages;
using TriageMesh.Platform.Parking;

namespace TriageMesh.Router.Persons;

/// <summary>What parked messages hold of a person. Erased, what is theirs alone goes, and what carries others too goes on without them.</summary>
internal sealed partial class ParkedOfPerson
{
    private const string Find = """
        SELECT parked_id, message_type, body
          FROM mesh.parked
         WHERE strpos(body, @Piece) > 0 OR message_type = ANY (@ByTicket)
         ORDER BY parked_id
        """;

    private const string Lock = $"{Find} FOR UPDATE";

    private const string Delete = """
        DELETE FROM mesh.parked WHERE parked_id = ANY (@ids)
        """;

    private const string Rewrite = """
        UPDATE mesh.parked p SET body = u.body FROM unnest(@ids, @bodies) AS u (parked_id, body) WHERE p.parked_id = u.parked_id
        """;

    private static readonly string[] ByTicket = [nameof(TicketEvents), nameof(SendReply)];

    // Ids and instants, and words of platforms about an attempt.
    private static readonly HashSet<string> OfNobody =
    [
        nameof(MentionsRouted),
        nameof(MentionsWithdrawn),
        nameof(AuthorErased),
        nameof(ReplySent),
        nameof(ReplyFailed),
        nameof(TicketPresence),
    ];

    private readonly string _channel;
    private readonly string _authorId;
    private readonly HashSet<long> _tickets;

    private ParkedOfPerson(string channel, string authorId, IEnumerable<long> tickets) =>
        (_channel, _authorId, _tickets) = (channel, authorId, [.. tickets]);

    /// <summary>The longest piece of the id that every writer of JSON leaves as it is; what lacks it need not be read.</summary>
    private string Piece => Plain().Matches(_authorId).MaxBy(piece => piece.Length)?.Value ?? "";

    /// <summary>Erases within the transaction.</summary>
    /// <returns>How many messages were touched.</returns>
    public static async Task<int> EraseAsync(
        NpgsqlTransaction transaction,
        string channel,
        string authorId,
        IEnumerable<long> tickets,
        CancellationToken cancellationToken
    )
    {
        CommandDefinition Command(string sql, object parameters) =>
            new(sql, parameters, transaction, commandTimeout: 600, cancellationToken: cancellationToken);

        var person = new ParkedOfPerson(channel, authorId, tickets);
        var connection = transaction.Connection!;
        var found = await connection.QueryAsync<(long Id, string? Type, string Body)>(
            Command(Lock, new { person.Piece, ByTicket })
        );
        var touched = found
            .Select(row => (row.Id, row.Body, Left: person.PartOf(row.Type, row.Body, theirs: false)))
            .Where(row => row.Left != row.Body)
            .ToList();
        var (gone, left) = (touched.FindAll(row => row.Left is null), touched.FindAll(row => row.Left is not null));
        await connection.ExecuteAsync(Command(Delete, new { ids = gone.Select(row => row.Id).ToArray() }));
        await connection.ExecuteAsync(
            Command(
                Rewrite,
                new { ids = left.Select(row => row.Id).ToArray(), bodies = left.Select(row => row.Left!).ToArray() }
            )
        );
        return touched.Count;
    }

    /// <summary>Reads what is theirs in each message that tells of them.</summary>
    public static async Task<IReadOnlyList<ParkedPart>> ReadAsync(
        NpgsqlConnection connection,
        string channel,
        string authorId,
        IEnumerable<long> tickets,
        CancellationToken cancellationToken
    )
    {
        var person = new ParkedOfPerson(channel, authorId, tickets);
        var found = await connection.QueryAsync<(long Id, string? Type, string Body)>(
            new CommandDefinition(Find, new { person.Piece, ByTicket }, cancellationToken: cancellationToken)
        );
        return
        [
            .. found
                .Select(row => new ParkedPart(row.Id, row.Type, person.PartOf(row.Type, row.Body, theirs: true)))
                .Where(part => part.Body is not null),
        ];
    }

    /// <summary>What of the message is theirs, or what is not; the message as it is where that is all of it, null where nothing is.</summary>
    private string? PartOf(string? type, string body, bool theirs)
    {
        string? Whole(bool isTheirs) => isTheirs == theirs ? body : null;
        // What cannot be told apart may tell of others too: it goes, and is not given away.
        string? Named() =>
            (Names(body), theirs) switch
            {
                (true, true) => "",
                (false, false) => body,
                _ => null,
            };

        try
        {
            return type switch
            {
                nameof(MentionsReceived) => PartOf<MentionsReceived, Mention>(
                    body,
                    message => message.Mentions,
                    IsTheirs,
                    theirs,
                    part => new MentionsReceived(part)
                ),
                nameof(MentionsClassified) => PartOf<MentionsClassified, ClassifiedMention>(
                    body,
                    message => message.Mentions,
                    item => IsTheirs(item.Mention),
                    theirs,
                    part => new MentionsClassified(part)
                ),
                nameof(MentionsRelabelled) => PartOf<MentionsRelabelled, MentionRelabelled>(
                    body,
                    message => message.Relabels,
                    relabel => IsTheirs(relabel.Channel, relabel.AuthorId),
                    theirs,
                    part => new MentionsRelabelled(part)
                ),
                nameof(TicketEvents) => PartOf<TicketEvents, TicketEvent>(
                    body,
                    message => message.Events,
                    change => _tickets.Contains(change.TicketId),
                    theirs,
                    part => new TicketEvents(part)
                ),
                nameof(SendReply) when Read<SendReply>(body) is { } reply => Whole(
                    IsTheirs(reply.Channel, reply.AuthorId) || _tickets.Contains(reply.TicketId)
                ),
                nameof(EraseAuthor) when Read<EraseAuthor>(body) is { } asked => Whole(
                    IsTheirs(asked.Channel, asked.AuthorId)
                ),
                not null when OfNobody.Contains(type) => Whole(isTheirs: false),
                _ => Named(),
            };
        }
        catch (JsonException)
        {
            // It cannot be read, and so not replayed either.
            return Named();
        }
    }

    private static string? PartOf<TMessage, TItem>(
        string body,
        Func<TMessage, IReadOnlyList<TItem>?> itemsOf,
        Predicate<TItem> isTheirs,
        bool theirs,
        Func<IReadOnlyList<TItem>, TMessage> with
    )
        where TMessage : class
    {
        var items = Read<TMessage>(body) is { } message ? itemsOf(message) ?? [] : [];
        var part = items.Where(item => isTheirs(item) == theirs).ToArray();
        return items.Count == 0 ? (theirs ? null : body)
            : part.Length == items.Count ? body
            : part.Length == 0 ? null
            : JsonSerializer.Serialize(with(part), ParkedJson.Options);
    }

    private static T? Read<T>(string body)
        where T : class => JsonSerializer.Deserialize<T>(body, ParkedJson.Options);

    private bool IsTheirs(Mention mention) => IsTheirs(mention.Channel, mention.Author.Id);

    private bool IsTheirs(string channel, string authorId) => channel == _channel && authorId == _authorId;

    /// <summary>True where the channel and the id stand in a text, as they are or as JSON writes them.</summary>
    private bool Names(string text) => Stands(text, _channel) && Stands(text, _authorId);

    private static bool Stands(string text, string word) =>
        text.Contains(word, StringComparison.Ordinal)
        || text.Contains(JavaScriptEncoder.Default.Encode(word), StringComparison.Ordinal)
        || text.Contains(JavaScriptEncoder.UnsafeRelaxedJsonEscaping.Encode(word), StringComparison.Ordinal);

    [GeneratedRegex("[A-Za-z0-9_.-]+", RegexOptions.NonBacktracking)]
    private static partial Regex Plain();
}

/// <summary>What a parked message holds of a person.</summary>
internal sealed record ParkedPart(long ParkedId, string? MessageType, string? Body);
