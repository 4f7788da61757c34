using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;

namespace TriageMesh.Router.Tickets;

/// <summary>Finds the tickets of one page of a view.</summary>
internal sealed class TicketListing(NpgsqlDataSource database, TicketRows rows, TimeProvider time)
{
    private static readonly Duration Soon = Duration.FromMinutes(30);

    /// <summary>One page.</summary>
    public async Task<Page<TicketRow>> PageAsync(
        TicketQuery query,
        TicketScope scope,
        CancellationToken cancellationToken
    )
    {
        var (sql, parameters) = Statement(query, scope);
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var found = (
            await connection.QueryAsync<(long TicketId, Instant? SortAt)>(
                new CommandDefinition(sql, parameters, cancellationToken: cancellationToken)
            )
        ).AsList();
        var items = await rows.LoadAsync(connection, [.. found.Select(row => row.TicketId)], cancellationToken);
        return new Page<TicketRow>(
            items,
            found.Count < query.Limit ? null : new TicketCursor(found[^1].SortAt, found[^1].TicketId).ToString()
        );
    }

    /// <summary>The statement of a query and its parameters.</summary>
    internal (string Sql, object Parameters) Statement(TicketQuery query, TicketScope scope)
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var view = query.View;
        var isSearch = query.Text is not null;
        var descending = isSearch || view is TicketView.Resolved or TicketView.All;
        var parameters = new
        {
            me = scope.CallerId,
            // What a person has in hand outside their queues is theirs to see, but not their team's.
            elsewhere = scope.All || view is TicketView.Team or TicketView.Unassigned ? (Guid?)null : scope.CallerId,
            queues = view is TicketView.Team or TicketView.Unassigned ? scope.Team : scope.Queues,
            asked = query.Queues,
            mine = view == TicketView.Mine,
            open = view is not (TicketView.Resolved or TicketView.All),
            resolved = view == TicketView.Resolved,
            statuses = view switch
            {
                TicketView.WaitingCustomer => [TicketStatus.WaitingCustomer.Wire()],
                TicketView.Reopened => [TicketStatus.Reopened.Wire()],
                TicketView.HandedOver => [TicketStatus.HandedOver.Wire()],
                _ => query.Statuses,
            },
            labels = query.Labels,
            channels = query.Channels,
            accounts = query.Accounts,
            priorities = query.Priorities,
            assignees = query.Assignees,
            author = query.Author,
            unassigned = view == TicketView.Unassigned,
            // Snoozed tickets are in their own view only; a search and the list of all know no snooze.
            snoozed = isSearch || view is TicketView.All or TicketView.Resolved
                ? (bool?)null
                : view == TicketView.Snoozed,
            needsReview = view == TicketView.NeedsReview,
            dueFrom = view == TicketView.DueSoon ? now : (Instant?)null,
            dueTo = view switch
            {
                TicketView.DueSoon => now + Soon,
                TicketView.Overdue => now,
                _ => (Instant?)null,
            },
            number = isSearch ? TicketNumber.Parse(query.Text!) : null,
            text = query.Text,
            prefix = isSearch ? Prefix(query.Text!) : null,
            // A first page of a rising order starts before everything; a later one may start among those without a due.
            afterAt = query.After is { } after ? after.At
            : descending ? null
            : Instant.FromUnixTimeSeconds(0),
            afterId = query.After?.TicketId ?? (descending ? long.MaxValue : 0),
            limit = query.Limit,
        };
        return (
            isSearch
                ? TicketLists.Search
                : view switch
                {
                    TicketView.Mine => TicketLists.MineByDue,
                    TicketView.Resolved => TicketLists.ResolvedLatest,
                    TicketView.All => TicketLists.Newest,
                    TicketView.HandedIn => TicketLists.HandedInByDue,
                    _ => TicketLists.ByDue,
                },
            parameters
        );
    }

    /// <summary>The text as the beginning of a LIKE pattern, its own wildcards taken literally.</summary>
    private static string Prefix(string text) =>
        text.ToLowerInvariant().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_") + "%";
}
