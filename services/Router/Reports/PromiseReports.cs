using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Security;

namespace TriageMesh.Router.Reports;

/// <summary>GET /reports/sla: what the event log says of promises.</summary>
internal static class PromiseReports
{
    private static readonly TimeSpan Usual = TimeSpan.FromDays(7);
    private static readonly TimeSpan Longest = TimeSpan.FromDays(366);
    private static readonly string[] Groups = ["clock", "queue", "agent", "policy"];

    public static void MapPromiseReports(this IEndpointRouteBuilder api)
    {
        api.MapGet("/reports/sla", SlaAsync).RequireAuthorization(Allow.Leads).WithName("GetSlaReport");
        api.MapPauseReports();
    }

    private static async Task<Results<Ok<SlaReport>, ValidationProblem>> SlaAsync(
        NpgsqlDataSource database,
        TimeProvider time,
        CancellationToken cancellationToken,
        DateTimeOffset? from = null,
        DateTimeOffset? to = null,
        string by = "clock"
    )
    {
        var span = SpanOf(from, to, time);
        if (Wrong(span, by) is { } wrong)
        {
            return wrong;
        }

        await using var connection = await database.OpenConnectionAsync(cancellationToken);
        var length = span.To - span.From;
        var now = await PromiseStatistics.CountAsync(connection, span.From, span.To, by, cancellationToken);
        var before = await PromiseStatistics.CountAsync(
            connection,
            span.From - length,
            span.From,
            by,
            cancellationToken
        );
        var figures = before.ToDictionary(row => (row.Kind, row.GroupId));
        return TypedResults.Ok(
            new SlaReport(
                span.From.ToDateTimeOffset(),
                span.To.ToDateTimeOffset(),
                by,
                [
                    .. now.Select(row =>
                            ToRow(row, row.ToFigures(), figures.GetValueOrDefault((row.Kind, row.GroupId)))
                        )
                        .Concat(
                            before
                                .ExceptBy(now.Select(row => (row.Kind, row.GroupId)), row => (row.Kind, row.GroupId))
                                .Select(row => ToRow(row, PromiseFigures.None, row))
                        )
                        .OrderBy(row => row.Group, StringComparer.Ordinal)
                        .ThenBy(row => row.Kind),
                ]
            )
        );
    }

    private static SlaReportRow ToRow(PromiseRow row, PromiseFigures now, PromiseRow? before) =>
        new()
        {
            Kind = row.Kind,
            GroupId = row.GroupId,
            Group = row.GroupName,
            Now = now,
            Before = before?.ToFigures() ?? PromiseFigures.None,
        };

    internal static (Instant From, Instant To) SpanOf(DateTimeOffset? from, DateTimeOffset? to, TimeProvider time)
    {
        var end = to ?? time.GetUtcNow();
        return (Instant.FromDateTimeOffset(from ?? end - Usual), Instant.FromDateTimeOffset(end));
    }

    internal static ValidationProblem? Wrong((Instant From, Instant To) span, string by = "clock")
    {
        var problems = new Problems()
            .Add(span.To <= span.From, "to", "A span ends after it begins.")
            .Add(span.To - span.From > Duration.FromTimeSpan(Longest), "to", "A span has at most 366 days.")
            .Add(!Groups.Contains(by), "by", "Ask by clock, queue, agent or policy.");
        return problems.Any ? problems.ToAnswer() : null;
    }
}
