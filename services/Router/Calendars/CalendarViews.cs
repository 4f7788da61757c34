using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using NodaTime.Text;
using TriageMesh.Domain.Calendars;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Calendars;

/// <summary>One date as a person reads it, in the calendar's zone.</summary>
/// <param name="Date">The date.</param>
/// <param name="Kind">How it comes by its hours.</param>
/// <param name="Open">Its hours; none is closed.</param>
/// <param name="OpenMinutes">How long it is open in all.</param>
/// <param name="Note">What the date is called.</param>
public sealed record CalendarDayView(
    string Date,
    CalendarDayKind Kind,
    IReadOnlyList<SpanDefinition> Open,
    int OpenMinutes,
    string? Note
);

/// <summary>POST /calendars/preview: what would be open in the week of an instant.</summary>
/// <param name="At">The instant looked from.</param>
/// <param name="IsOpen">Whether it is open then.</param>
/// <param name="NextOpening">When it opens next, or the instant itself while it is open; null where it never does again.</param>
/// <param name="Week">Monday to Sunday.</param>
public sealed record CalendarPreview(
    DateTimeOffset At,
    bool IsOpen,
    DateTimeOffset? NextOpening,
    IReadOnlyList<CalendarDayView> Week
);

/// <summary>GET /calendars/{id}/years/{year}: every date of a year.</summary>
public sealed record CalendarYear(int Year, int OpenDays, int OpenMinutes, IReadOnlyList<CalendarDayView> Days);

/// <summary>What a calendar means, before and after it is saved.</summary>
internal static class CalendarViews
{
    private static readonly LocalTimePattern Time = LocalTimePattern.CreateWithInvariantCulture("HH:mm");

    public static void MapCalendarViews(this IEndpointRouteBuilder api)
    {
        api.MapPost("/calendars/preview", Preview).RequireAuthorization(Allow.Support).WithName("PreviewCalendar");
        api.MapGet("/calendars/{id:guid}/preview", PreviewSavedAsync)
            .RequireAuthorization(Allow.Support)
            .WithName("PreviewSavedCalendar");
        api.MapGet("/calendars/{id:guid}/years/{year:int}", YearAsync)
            .RequireAuthorization(Allow.Support)
            .WithName("GetCalendarYear");
    }

    private static Results<Ok<CalendarPreview>, ValidationProblem> Preview(
        CalendarDefinition definition,
        TimeProvider time,
        DateTimeOffset? at = null
    )
    {
        try
        {
            return TypedResults.Ok(
                PreviewOf(BusinessCalendar.From(Guid.Empty, definition), at ?? time.GetUtcNow(), NotesOf(definition))
            );
        }
        catch (CalendarDefinitionException wrong)
        {
            return TypedResults.ValidationProblem(wrong.Errors.ToDictionary());
        }
    }

    private static async Task<Results<Ok<CalendarPreview>, NotFound>> PreviewSavedAsync(
        Guid id,
        Npgsql.NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateTimeOffset? at = null
    )
    {
        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        return await CalendarEndpoints.FindAsync(connection, id, cancellationToken) is { } saved
            ? TypedResults.Ok(
                PreviewOf(
                    BusinessCalendar.From(id, saved.Definition),
                    at ?? time.GetUtcNow(),
                    NotesOf(saved.Definition)
                )
            )
            : TypedResults.NotFound();
    }

    private static async Task<Results<Ok<CalendarYear>, NotFound, ValidationProblem>> YearAsync(
        Guid id,
        int year,
        Npgsql.NpgsqlDataSource database,
        CancellationToken cancellationToken
    )
    {
        if (year is < 1971 or > 2198)
        {
            return Problems.For("year", "Ask for a year from 1971 to 2198.");
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        if (await CalendarEndpoints.FindAsync(connection, id, cancellationToken) is not { } saved)
        {
            return TypedResults.NotFound();
        }

        var (calendar, notes) = (BusinessCalendar.From(id, saved.Definition), NotesOf(saved.Definition));
        var first = new LocalDate(year, 1, 1);
        var days = Enumerable
            .Range(0, Period.DaysBetween(first, first.PlusYears(1)))
            .Select(day => ToView(calendar.On(first.PlusDays(day)), notes))
            .ToList();
        return TypedResults.Ok(
            new CalendarYear(year, days.Count(day => day.Open.Count > 0), days.Sum(day => day.OpenMinutes), days)
        );
    }

    private static CalendarPreview PreviewOf(
        BusinessCalendar calendar,
        DateTimeOffset at,
        Dictionary<string, string?> notes
    )
    {
        var now = Instant.FromDateTimeOffset(at);
        var today = now.InZone(calendar.Zone).Date;
        var monday = today.PlusDays(1 - (int)today.DayOfWeek);
        return new CalendarPreview(
            at,
            calendar.IsOpen(now),
            calendar.NextOpening(now)?.ToDateTimeOffset(),
            [.. Enumerable.Range(0, 7).Select(day => ToView(calendar.On(monday.PlusDays(day)), notes))]
        );
    }

    private static Dictionary<string, string?> NotesOf(CalendarDefinition definition) =>
        definition.Days.ToDictionary(day => day.Date, day => day.Note, StringComparer.Ordinal);

    private static CalendarDayView ToView(CalendarDay day, Dictionary<string, string?> notes) =>
        new(
            LocalDatePattern.Iso.Format(day.Date),
            day.Kind,
            [
                .. day.Open.Select(span => new SpanDefinition(
                    Time.Format(span.From),
                    span.To == LocalTime.Midnight ? "24:00" : Time.Format(span.To)
                )),
            ],
            (int)day.OpenFor.TotalMinutes,
            notes.GetValueOrDefault(LocalDatePattern.Iso.Format(day.Date))
        );
}
