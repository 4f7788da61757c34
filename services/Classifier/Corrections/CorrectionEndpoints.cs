using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using TriageMesh.Contracts.Api;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Security;

namespace TriageMesh.Classifier.Corrections;

/// <summary>What people corrected: listed, exported, erased.</summary>
internal static class CorrectionEndpoints
{
    private const int LargestPage = 200;
    private const int FlushBytes = 64 * 1024;

    public static void MapCorrections(this IEndpointRouteBuilder api)
    {
        api.MapGet("/corrections", ListAsync).WithName("ListCorrections").RequireAuthorization(Allow.Leads);
        api.MapGet("/corrections.jsonl", ExportAsync)
            .WithName("ExportCorrections")
            .Produces(StatusCodes.Status200OK, contentType: "application/jsonl")
            .RequireAuthorization(Allow.Leads);
        api.MapDelete("/corrections/{mentionId:guid}", EraseMentionAsync)
            .WithName("EraseCorrectionsOfMention")
            .RequireAuthorization(Allow.Admins);
        api.MapDelete("/corrections", EraseAuthorAsync)
            .WithName("EraseCorrectionsOfAuthor")
            .RequireAuthorization(Allow.Admins);
    }

    internal static async Task<Results<Ok<Page<CorrectionView>>, ValidationProblem>> ListAsync(
        [AsParameters] CorrectionQuery query,
        CorrectionListing listing,
        CancellationToken cancellationToken,
        string? cursor = null,
        int limit = 50
    )
    {
        if (query.Read(out var problem) is not { } filter)
        {
            return problem!;
        }

        long? before = long.TryParse(cursor, out var number) ? number : null;
        if (cursor is not null && before is null)
        {
            return FieldProblems.For("cursor", "This is no cursor of this list.");
        }

        var size = Math.Clamp(limit, 1, LargestPage);
        var rows = await listing.PageAsync(filter, before, size, cancellationToken);
        return TypedResults.Ok(new Page<CorrectionView>(rows, rows.Count < size ? null : $"{rows[^1].Id}"));
    }

    private static async Task<Results<EmptyHttpResult, ValidationProblem>> ExportAsync(
        [AsParameters] CorrectionQuery query,
        HttpContext context,
        CorrectionListing listing,
        CancellationToken cancellationToken
    )
    {
        if (query.Read(out var problem) is not { } filter)
        {
            return problem!;
        }

        context.Response.ContentType = "application/jsonl; charset=utf-8";
        var output = context.Response.BodyWriter;
        await foreach (var row in listing.StreamAsync(filter, cancellationToken))
        {
            await using (var json = new Utf8JsonWriter(output, Writing))
            {
                JsonSerializer.Serialize(json, row, MeshJson.Options);
            }

            output.GetSpan(1)[0] = (byte)'\n';
            output.Advance(1);
            if (output.UnflushedBytes >= FlushBytes)
            {
                await output.FlushAsync(cancellationToken);
            }
        }

        await output.FlushAsync(cancellationToken);
        return TypedResults.Empty;
    }

    private static async Task<Ok<ErasedView>> EraseMentionAsync(
        Guid mentionId,
        CorrectionStore store,
        CancellationToken cancellationToken
    ) => TypedResults.Ok(new ErasedView(await store.EraseMentionAsync(mentionId, cancellationToken)));

    private static async Task<Results<Ok<ErasedView>, ValidationProblem>> EraseAuthorAsync(
        CorrectionStore store,
        CancellationToken cancellationToken,
        string? channel = null,
        string? account = null,
        [Microsoft.AspNetCore.Mvc.FromQuery(Name = "author_id")] string? authorId = null
    )
    {
        var problems = new FieldProblems();
        foreach (var (field, value) in new[] { ("channel", channel), ("account", account), ("author_id", authorId) })
        {
            if (string.IsNullOrEmpty(value))
            {
                problems.Add(field, "An author is named by channel, account and author_id.");
            }
        }

        return problems.Any
            ? problems.ToAnswer()
            : TypedResults.Ok(
                new ErasedView(await store.EraseAuthorAsync(channel!, account!, authorId!, [], cancellationToken))
            );
    }

    private static readonly JsonWriterOptions Writing = new() { Encoder = MeshJson.Options.Encoder };
}
