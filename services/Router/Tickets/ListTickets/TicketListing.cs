using Dapper;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Api;
using TriageMesh.Router.Board;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Tickets;

/// <summary>Finds the tickets of one page of a view.</summary>
internal sealed class TicketListing(NpgsqlDataSource database, TicketRows rows, RuleBooks rules, TimeProvider time)
{
    private static readonly Duration Soon = Duration.FromMinutes(30);

    /// <summary>One page.</summary>
    public async Task<Page<TicketRow>> PageAsync(
        TicketQuery query,
        TicketScope scope,
        CancellationToken cancellationToken
    )
    {
        var (sql, parameters) = Statement(query, scope, await HoursAsync(query, cancellationToken));
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
    internal (string Sql, object Parameters) Statement(
        TicketQuery query,
        TicketScope scope,
        IReadOnlyList<Interval> hours
    )
    {
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var view = query.View;
        var isSearch = query.Text is not null;
        var isOfFigure = query.Hour is not null || query.Figure is not null;
        var promises = query.Figure as PromisesAsked;
        var people = query.Assignees?.Distinct().ToArray();
        // Said twice, that they are these people's would make them seem few, and all of them would be read and sorted.
        var isOfPeople = view == TicketView.All && people is not null && !isSearch && !isOfFigure;
        var descending = isSearch || isOfFigure || view is TicketView.Resolved or TicketView.All;
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
            people,
            assignees = isOfPeople ? null : people,
            author = query.Author,
            unassigned = view is TicketView.Unassigned or TicketView.WithoutAgent,
            snoozed = isSearch || isOfFigure || KnowsNoSnooze(view) ? (bool?)null : view == TicketView.Snoozed,
            needsReview = view == TicketView.NeedsReview,
            dueFrom = view switch
            {
                TicketView.DueSoon => now,
                TicketView.InTime => now + Soon,
                _ => (Instant?)null,
            },
            dueTo = view switch
            {
                TicketView.DueSoon => now + Soon,
                TicketView.Overdue => now,
                _ => (Instant?)null,
            },
            starts = hours.Select(hour => hour.Start).ToArray(),
            ends = hours.Select(hour => hour.End).ToArray(),
            clocks = WireName<ClockKind>.All.ToArray(),
            now,
            from = query.Figure?.Span.Start,
            to = query.Figure?.Span.End,
            clock = promises?.Clock.Wire(),
            met = promises?.Result == "met",
            took = promises?.Took,
            promiseQueue = promises?.Queue,
            promiseAgent = promises?.Agent,
            promisePolicy = promises?.Policy,
            without = promises?.Without,
            pausedBy = (query.Figure as PausesAsked)?.By.ToString(),
            outcome = (query.Figure as HandOversAsked)?.Outcome,
            cause = query.Figure is ReopensAsked { Cause: not ReopensAsked.Any } reopens ? reopens.Cause : null,
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
            isSearch ? TicketLists.Search
            : query.Figure is { } figure ? figure.Sql
            : query.Hour is not null
                ? query.Broken ? TicketLists.BrokenInHours
                    : TicketLists.ArrivedInHours
            : view switch
            {
                TicketView.Mine => TicketLists.MineByDue,
                TicketView.Resolved => TicketLists.ResolvedLatest,
                TicketView.All when isOfPeople => TicketLists.NewestOfPeople,
                TicketView.All when IsOfAccountsAlone(query) => TicketLists.NewestOfAccounts,
                TicketView.All => TicketLists.Newest,
                TicketView.HandedIn => TicketLists.HandedInByDue,
                TicketView.Unanswered => TicketLists.UnansweredOldest,
                _ => TicketLists.ByDue,
            },
            parameters
        );
    }

    /// <summary>Where something else narrows the list too, an account's own index would be walked to its end for rows that are few.</summary>
    private static bool IsOfAccountsAlone(TicketQuery query) =>
        (query.Channels is not null || query.Accounts is not null)
        && query is { Statuses: null, Labels: null, Priorities: null };

    /// <summary>
    /// Snoozed tickets are out of the lists of what there is to do. They are not out of time: what is late, will be late or is
    /// counted is the same with them, and so is what is searched for.
    /// </summary>
    private static bool KnowsNoSnooze(TicketView view) =>
        view
            is TicketView.All
                or TicketView.Resolved
                or TicketView.Unanswered
                or TicketView.Overdue
                or TicketView.DueSoon
                or TicketView.InWork
                or TicketView.InTime
                or TicketView.WithoutAgent;

    /// <summary>When the hour of the week was that is asked for; the zone is that of the queue, where it is one.</summary>
    private async Task<IReadOnlyList<Interval>> HoursAsync(TicketQuery query, CancellationToken cancellationToken)
    {
        if (query.Hour is not { } hour)
        {
            return [];
        }

        var book = await rules.LoadAsync(cancellationToken);
        var now = Instant.FromDateTimeOffset(time.GetUtcNow());
        var (span, zone) = WeekSpan.Of(book, query.Queues is [var queue] ? queue : null, query.Weeks, now);
        return [.. hour.Within(span, zone)];
    }

    /// <summary>The text as the beginning of a LIKE pattern, its own wildcards taken literally.</summary>
    private static string Prefix(string text) =>
        text.ToLowerInvariant().Replace(@"\", @"\\").Replace("%", @"\%").Replace("_", @"\_") + "%";
}
