using System.Globalization;
using Dapper;
using NodaTime;
using Npgsql;

namespace TriageMesh.Router.Tickets;

/// <summary>Finds the tickets of one page. Each queue that the caller sees is read along its own index, and the pages are merged.</summary>
internal sealed class TicketPages(TimeProvider time)
{
    // Filters that are not set are folded away when the statement is planned.
    internal const string Filters = """
        (@statuses::text[] IS NULL OR t.status = ANY (@statuses))
                AND (@labels::text[] IS NULL OR t.label = ANY (@labels))
                AND (@channels::text[] IS NULL OR t.channel = ANY (@channels))
                AND (@accounts::text[] IS NULL OR t.account = ANY (@accounts))
                AND (@priorities::text[] IS NULL OR t.priority = ANY (@priorities))
                AND (@queueIds::uuid[] IS NULL OR t.queue_id = ANY (@queueIds))
                AND (@assignees::uuid[] IS NULL OR t.assignee_id = ANY (@assignees))
                AND (NOT @unassigned OR t.assignee_id IS NULL)
                AND (NOT @needsReview OR t.needs_review)
                AND (NOT @reopened OR t.cycle > 1)
                AND (@dueFrom::timestamptz IS NULL OR t.next_due_at >= @dueFrom)
                AND (@dueBefore::timestamptz IS NULL OR t.next_due_at < @dueBefore)
        """;

    internal const string ByDue = $"""
        SELECT ticket_id, due
          FROM (SELECT page.ticket_id, page.due
                  FROM unnest(@queues) AS visible (queue_id)
                 CROSS JOIN LATERAL (
                       SELECT t.ticket_id, coalesce(t.next_due_at, 'infinity') AS due
                         FROM router.tickets t
                        WHERE t.queue_id = visible.queue_id AND t.status NOT IN ('resolved', 'closed')
                          AND (coalesce(t.next_due_at, 'infinity'), t.ticket_id) > (@afterDue, @afterId)
                          AND {Filters}
                        ORDER BY coalesce(t.next_due_at, 'infinity'), t.ticket_id
                        LIMIT @limit) AS page
                UNION
                (SELECT t.ticket_id, coalesce(t.next_due_at, 'infinity') AS due
                   FROM router.tickets t
                  WHERE t.assignee_id = @own AND t.status NOT IN ('resolved', 'closed')
                    AND (coalesce(t.next_due_at, 'infinity'), t.ticket_id) > (@afterDue, @afterId)
                    AND {Filters}
                  ORDER BY coalesce(t.next_due_at, 'infinity'), t.ticket_id
                  LIMIT @limit)) AS pages
         ORDER BY due, ticket_id
         LIMIT @limit
        """;

    internal const string Resolved = $"""
        SELECT ticket_id, resolved_at
          FROM (SELECT page.ticket_id, page.resolved_at
                  FROM unnest(@queues) AS visible (queue_id)
                 CROSS JOIN LATERAL (
                       SELECT t.ticket_id, t.resolved_at
                         FROM router.tickets t
                        WHERE t.queue_id = visible.queue_id AND t.status = 'resolved'
                          AND (t.resolved_at, t.ticket_id) < (@beforeAt, @beforeId)
                          AND {Filters}
                        ORDER BY t.resolved_at DESC, t.ticket_id DESC
                        LIMIT @limit) AS page
                UNION
                (SELECT t.ticket_id, t.resolved_at
                   FROM router.tickets t
                  WHERE t.assignee_id = @own AND t.status = 'resolved'
                    AND (t.resolved_at, t.ticket_id) < (@beforeAt, @beforeId)
                    AND {Filters}
                  ORDER BY t.resolved_at DESC, t.ticket_id DESC
                  LIMIT @limit)) AS pages
         ORDER BY resolved_at DESC, ticket_id DESC
         LIMIT @limit
        """;

    internal const string Newest = $"""
        SELECT ticket_id
          FROM (SELECT page.ticket_id
                  FROM unnest(@queues) AS visible (queue_id)
                 CROSS JOIN LATERAL (
                       SELECT t.ticket_id
                         FROM router.tickets t
                        WHERE t.queue_id = visible.queue_id AND t.ticket_id < @beforeId AND {Filters}
                        ORDER BY t.ticket_id DESC
                        LIMIT @limit) AS page
                UNION
                (SELECT t.ticket_id
                   FROM router.tickets t
                  WHERE t.assignee_id = @own AND t.ticket_id < @beforeId AND {Filters}
                  ORDER BY t.ticket_id DESC
                  LIMIT @limit)) AS pages
         ORDER BY ticket_id DESC
         LIMIT @limit
        """;

    // What is searched for picks the tickets; the view narrows them.
    internal const string Search = $"""
        WITH found AS (
          SELECT ticket_id FROM router.tickets WHERE ticket_id = @number
          UNION
          SELECT ticket_id FROM router.tickets WHERE order_number = @order
          UNION
          SELECT t.ticket_id
            FROM router.authors a
            JOIN router.tickets t USING (channel, account, author_id)
           WHERE lower(a.name) LIKE @prefix OR lower(a.handle) LIKE @prefix
          UNION
          SELECT ticket_id FROM router.tickets WHERE @prefix::text IS NULL AND author_id = @author)
        SELECT t.ticket_id
          FROM found
          JOIN router.tickets t USING (ticket_id)
         WHERE t.ticket_id < @beforeId
           AND (t.queue_id = ANY (@queues) OR t.assignee_id = @own)
           AND (@author::text IS NULL OR t.author_id = @author)
           AND (NOT @open OR t.status NOT IN ('resolved', 'closed'))
           AND {Filters}
         ORDER BY t.ticket_id DESC
         LIMIT @limit
        """;

    /// <summary>The ids of one page in order, the cursor of the next, and whether the cursor given was one of this list.</summary>
    public async Task<(IReadOnlyList<long> Ids, string? Next, bool Known)> LoadAsync(
        NpgsqlConnection connection,
        ListTicketsRequest request,
        TicketScope scope,
        CancellationToken cancellationToken
    )
    {
        var parameters = ParametersOf(request, scope);
        var cursor = request.Cursor;
        if (!string.IsNullOrWhiteSpace(request.Q) || !string.IsNullOrEmpty(request.Author))
        {
            return await ByIdAsync(connection, Search, parameters, cursor, cancellationToken);
        }

        return (request.View ?? TicketViews.All) switch
        {
            TicketViews.All => await ByIdAsync(connection, Newest, parameters, cursor, cancellationToken),
            "resolved" => await ByTimeAsync(
                connection,
                Resolved,
                parameters,
                cursor,
                ("beforeAt", "beforeId"),
                (Instant.FromDateTimeUtc(DateTime.SpecifyKind(DateTime.MaxValue, DateTimeKind.Utc)), long.MaxValue),
                cancellationToken
            ),
            _ => await ByTimeAsync(
                connection,
                ByDue,
                parameters,
                cursor,
                ("afterDue", "afterId"),
                (Instant.FromUnixTimeTicks(0), 0),
                cancellationToken
            ),
        };
    }

    private DynamicParameters ParametersOf(ListTicketsRequest request, TicketScope scope)
    {
        var view = request.View ?? TicketViews.All;
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var search = request.Q?.Trim();
        var parameters = new DynamicParameters();
        parameters.AddDynamicParams(
            new
            {
                queues = view switch
                {
                    "mine" => [],
                    "team" => scope.Team,
                    _ => scope.Queues,
                },
                own = view == "team" ? Guid.Empty : scope.CallerId,
                statuses = view == "waiting_customer" ? ["waiting_customer"] : AnyOf(request.Status),
                labels = AnyOf(request.Label),
                channels = AnyOf(request.Channel),
                accounts = AnyOf(request.Account),
                priorities = AnyOf(request.Priority),
                queueIds = AnyOf(request.Queue),
                assignees = AnyOf(request.Assignee),
                unassigned = view == "unassigned",
                needsReview = view == "needs_review",
                reopened = view == "reopened",
                open = view is not (TicketViews.All or "resolved"),
                dueFrom = view == "due_soon" ? now : (Instant?)null,
                dueBefore = view == "due_soon" ? now + TicketViews.Soon
                : view == "overdue" ? now
                : (Instant?)null,
                number = search is null ? null : TicketNumber.Parse(search),
                order = search?.ToUpperInvariant(),
                prefix = search is { Length: > 0 } ? $"{Escape(search.ToLowerInvariant())}%" : null,
                author = string.IsNullOrEmpty(request.Author) ? null : request.Author,
                limit = request.Limit ?? 50,
            }
        );
        return parameters;
    }

    private static async Task<(IReadOnlyList<long> Ids, string? Next, bool Known)> ByIdAsync(
        NpgsqlConnection connection,
        string sql,
        DynamicParameters parameters,
        string? cursor,
        CancellationToken cancellationToken
    )
    {
        var before = long.MaxValue;
        if (cursor is not null && !long.TryParse(Cursor.Read(cursor, 1)?[0], CultureInfo.InvariantCulture, out before))
        {
            return ([], null, Known: false);
        }

        parameters.Add("beforeId", before);
        var ids = (
            await connection.QueryAsync<long>(
                new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
            )
        ).AsList();
        return (ids, IsFull(ids.Count, parameters) ? Cursor.Write(Text(ids[^1])) : null, Known: true);
    }

    private static async Task<(IReadOnlyList<long> Ids, string? Next, bool Known)> ByTimeAsync(
        NpgsqlConnection connection,
        string sql,
        DynamicParameters parameters,
        string? cursor,
        (string At, string Id) names,
        (Instant At, long Id) start,
        CancellationToken cancellationToken
    )
    {
        if (cursor is not null)
        {
            if (
                Cursor.Read(cursor, 2) is not [var at, var id]
                || !long.TryParse(at, CultureInfo.InvariantCulture, out var ticks)
                || !long.TryParse(id, CultureInfo.InvariantCulture, out var ticketId)
                || ticks < 0
                || ticks
                    > Instant.FromUtc(9999, 12, 31, 23, 59, 59).ToUnixTimeTicks() + NodaConstants.TicksPerSecond - 1
            )
            {
                return ([], null, Known: false);
            }

            start = (Instant.FromUnixTimeTicks(ticks), ticketId);
        }

        parameters.Add(names.At, start.At.ToDateTimeUtc());
        parameters.Add(names.Id, start.Id);
        var rows = (
            await connection.QueryAsync<(long TicketId, Instant At)>(
                new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
            )
        ).AsList();
        return (
            [.. rows.Select(row => row.TicketId)],
            IsFull(rows.Count, parameters)
                ? Cursor.Write(Text(rows[^1].At.ToUnixTimeTicks()), Text(rows[^1].TicketId))
                : null,
            Known: true
        );
    }

    private static bool IsFull(int rows, DynamicParameters parameters) => rows == parameters.Get<int>("limit");

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static T[]? AnyOf<T>(T[]? values) => values is { Length: > 0 } ? values : null;

    private static string Escape(string prefix) =>
        prefix
            .Replace(@"\", @"\\", StringComparison.Ordinal)
            .Replace("%", @"\%", StringComparison.Ordinal)
            .Replace("_", @"\_", StringComparison.Ordinal);
}
