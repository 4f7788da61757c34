using System.Globalization;
using NodaTime;
using TriageMesh.Contracts;
using TriageMesh.Domain.Calendars;
using TriageMesh.Router.Board;

namespace TriageMesh.Router.Tickets;

/// <summary>The standing views of a queue.</summary>
internal enum TicketView
{
    Mine,
    Unassigned,
    Team,
    DueSoon,
    Overdue,
    WaitingCustomer,
    Reopened,
    HandedOver,
    HandedIn,
    Snoozed,
    NeedsReview,
    Resolved,
    Unanswered,
    InWork,
    InTime,
    WithoutAgent,
    All,
}

/// <summary>What a caller asked to see, checked. A filter that is null lets everything through.</summary>
internal sealed record TicketQuery
{
    private static readonly Dictionary<string, TicketView> Views = Enum.GetValues<TicketView>()
        .ToDictionary(view => System.Text.Json.JsonNamingPolicy.SnakeCaseLower.ConvertName(view.ToString()));

    private const int MaxPage = 200;
    private const int DefaultPage = 50;

    public TicketView View { get; private init; }
    public string[]? Statuses { get; private init; }
    public string[]? Labels { get; private init; }
    public string[]? Channels { get; private init; }
    public string[]? Accounts { get; private init; }
    public string[]? Priorities { get; private init; }
    public Guid[]? Queues { get; private init; }
    public Guid[]? Assignees { get; private init; }
    public string? Author { get; private init; }
    public string? Text { get; private init; }

    /// <summary>Only tickets that count in this hour of the week.</summary>
    public HourOfWeek? Hour { get; private init; }

    /// <summary>They count where a promise of theirs broke, instead of where their first post was written.</summary>
    public bool Broken { get; private init; }

    /// <summary>Over so many weeks.</summary>
    public int Weeks { get; private init; }

    /// <summary>Only tickets that a figure of a span counts.</summary>
    public FigureAsked? Figure { get; private init; }
    public TicketCursor? After { get; private init; }
    public int Limit { get; private init; }

    /// <summary>Reads the parameters of the address and notes every mistake.</summary>
    public static TicketQuery Read(ListTicketsRequest request, Problems problems)
    {
        var view = TicketView.All;
        problems
            .Add(
                request.View is not null && !Views.TryGetValue(request.View, out view),
                "view",
                $"Write one of {string.Join(", ", Views.Keys)}."
            )
            .Add(request.Limit is < 1 or > MaxPage, "limit", $"A page has 1 to {MaxPage} rows.")
            .Add(
                request.Cursor is not null && TicketCursor.Parse(request.Cursor) is null,
                "cursor",
                "This is no cursor of a page; begin again without one."
            );
        problems
            .Add(
                request.Hour is not null && HourOfWeek.Parse(request.Hour) is null,
                "hour",
                "Write a weekday from 1 and an hour from 0: 2-14."
            )
            .Add(request.Counted is not (null or "arrivals" or "breaches"), "counted", "Write arrivals or breaches.")
            .Add(request.Weeks is < 1 or > WeekSpan.Most, "weeks", $"Ask for 1 to {WeekSpan.Most} weeks.");
        Check<TicketStatus>(request.Status, "status", problems);
        Check<Label>(request.Label, "label", problems);
        Check<Priority>(request.Priority, "priority", problems);
        return new TicketQuery
        {
            View = view,
            Statuses = Some(request.Status),
            Labels = Some(request.Label),
            Channels = Some(request.Channel),
            Accounts = Some(request.Account),
            Priorities = Some(request.Priority),
            Queues = Some(request.Queue),
            Assignees = Some(request.Assignee),
            Author = request.Author,
            Text = string.IsNullOrWhiteSpace(request.Q) ? null : request.Q.Trim(),
            Hour = HourOfWeek.Parse(request.Hour),
            Broken = request.Counted == "breaches",
            Weeks = request.Weeks ?? WeekSpan.Usual,
            Figure = FigureAsked.Read(request, problems),
            After = TicketCursor.Parse(request.Cursor),
            Limit = request.Limit ?? DefaultPage,
        };
    }

    private static void Check<T>(string[]? values, string field, Problems problems)
        where T : struct, Enum =>
        problems.Add(
            values?.Any(value => !WireName<T>.TryParse(value, out _)) ?? false,
            field,
            $"Write one of {string.Join(", ", WireName<T>.All)}."
        );

    private static T[]? Some<T>(T[]? values) => values is { Length: > 0 } ? values : null;
}

/// <summary>The last row of a page: when it sorts (null where no clock runs) and its id.</summary>
internal sealed record TicketCursor(Instant? At, long TicketId)
{
    public static TicketCursor? Parse(string? cursor) =>
        Cursor.Read(cursor, 2) is [var part, var number]
        && long.TryParse(number, CultureInfo.InvariantCulture, out var id)
        && Cursor.At(part) is var at
        && (at is not null || part.Length == 0)
            ? new TicketCursor(at, id)
            : null;

    public override string ToString() =>
        Cursor.Write(At is { } at ? Cursor.Of(at) : "", TicketId.ToString(CultureInfo.InvariantCulture));
}
