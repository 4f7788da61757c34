using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using NodaTime;
using Npgsql;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;
using TriageMesh.Router.Rules;

namespace TriageMesh.Router.Export;

/// <summary>Everything, one JSON object or CSV row a line, streamed at any size from one consistent snapshot.</summary>
internal static class ExportEndpoints
{
    private const string ContentType = "application/jsonl; charset=utf-8";
    private const int FlushBytes = 64 * 1024;

    public static void MapExport(this IEndpointRouteBuilder api)
    {
        api.MapGet("/export/mentions.jsonl", MentionsAsync)
            .RequireAuthorization(Allow.Leads)
            .Produces(StatusCodes.Status200OK, contentType: "application/jsonl")
            .WithName("ExportMentions");
        api.MapGet("/export/tickets.jsonl", TicketsAsync)
            .RequireAuthorization(Allow.Leads)
            .Produces(StatusCodes.Status200OK, contentType: "application/jsonl")
            .WithName("ExportTickets");
        api.MapGet("/export/tickets.csv", TicketsCsvAsync)
            .RequireAuthorization(Allow.Leads)
            .Produces(StatusCodes.Status200OK, contentType: "text/csv")
            .WithName("ExportTicketsCsv");
        api.MapNewestMentions();
    }

    private static Task MentionsAsync(
        HttpContext context,
        NpgsqlDataSource database,
        CancellationToken cancellationToken
    ) => StreamAsync<ExportedMention>(context, database, ExportedMention.Next, row => row.ToLine(), cancellationToken);

    private static async Task TicketsAsync(
        HttpContext context,
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var (book, now) = (
            await rules.LoadNewestAsync(cancellationToken),
            Instant.FromDateTimeOffset(time.GetUtcNow())
        );
        await StreamAsync<ExportedTicket>(
            context,
            database,
            ExportedTicket.Next,
            row => row.ToLine(row.ClocksAsOf(now, book)),
            cancellationToken
        );
    }

    private static async Task TicketsCsvAsync(
        HttpContext context,
        NpgsqlDataSource database,
        RuleBooks rules,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var (book, now) = (
            await rules.LoadNewestAsync(cancellationToken),
            Instant.FromDateTimeOffset(time.GetUtcNow())
        );
        context.Response.ContentType = "text/csv; charset=utf-8";
        context.Response.Headers.ContentDisposition = "attachment; filename=tickets.csv";
        await using var csv = new CsvRows(context.Response.Body);
        await csv.AddAsync(ExportedTicket.Columns);
        await foreach (
            var page in ExportedRows.ReadAsync<ExportedTicket>(database, ExportedTicket.Next, cancellationToken)
        )
        {
            foreach (var row in page)
            {
                await csv.AddAsync(row.ToCells(row.ClocksAsOf(now, book)));
            }

            await csv.FlushAsync();
        }
    }

    private static async Task StreamAsync<T>(
        HttpContext context,
        NpgsqlDataSource database,
        string sql,
        Func<T, object> toLine,
        CancellationToken cancellationToken
    )
        where T : IExportRow
    {
        context.Response.ContentType = ContentType;
        var output = context.Response.BodyWriter;
        await foreach (var page in ExportedRows.ReadAsync<T>(database, sql, cancellationToken))
        {
            foreach (var row in page)
            {
                await using (var json = new Utf8JsonWriter(output, Writing))
                {
                    JsonSerializer.Serialize(json, toLine(row), MeshJson.Options);
                }

                output.GetSpan(1)[0] = (byte)'\n';
                output.Advance(1);
                if (output.UnflushedBytes >= FlushBytes)
                {
                    await output.FlushAsync(cancellationToken);
                }
            }

            await output.FlushAsync(cancellationToken);
        }
    }

    private static readonly JsonWriterOptions Writing = new() { Encoder = MeshJson.Options.Encoder };
}
