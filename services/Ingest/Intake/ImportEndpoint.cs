using System.Diagnostics;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using TriageMesh.Contracts.Api;
using TriageMesh.Ingest.Accounts;
using TriageMesh.Platform.Security;

namespace TriageMesh.Ingest.Intake;

/// <summary>POST /ingest/v1/import: a batch of any channel and account, from a lead or an admin.</summary>
internal static class ImportEndpoint
{
    private const string UsualSource = "import";

    public static void MapImport(this IEndpointRouteBuilder ingest) =>
        ingest
            .MapPost("/import", HandleAsync)
            .RequireAuthorization(Allow.Leads)
            .WithName("ImportMentions")
            .InArea(ApiScopes.Import);

    internal static async Task<Results<Accepted<IntakeAnswer>, ProblemHttpResult>> HandleAsync(
        HttpContext http,
        AccountDirectory directory,
        AcceptMentions accept,
        IOptions<IntakeOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        var body = await RequestBody.ReadAsync(http.Request, options.Value.MaxBodyBytes, cancellationToken);
        if (body is null)
        {
            return IntakeProblems.TooLarge(options.Value.MaxBodyBytes);
        }

        using var batch = RequestBatch.Read(body, out var wrong);
        if (batch is null)
        {
            return IntakeProblems.NotReadable(wrong.Field, wrong.Message);
        }

        var errors = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        var around = batch.Around is { } fields ? new FieldReader(fields, errors) : null;
        var source = around?.Text("source", 63) ?? UsualSource;
        if (!IngestOptionsValidator.SourceName.IsMatch(source))
        {
            around?.Wrong<string>("source", "Must have lower-case letters, digits and dashes.");
        }

        var known = directory.Sources.GetValueOrDefault(source);
        var rules = new ReadingRules
        {
            Source = source,
            Channel = around?.Id("channel", 50) ?? known?.Channel,
            Account = around?.Id("account", 200) ?? known?.Account,
            AuthorNeeded = false,
            Now = time.GetUtcNow(),
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace } ? trace : null,
        };
        return errors.FirstOrDefault() is { Value: [var message, ..] } first
            ? IntakeProblems.NotReadable(first.Key, message)
            : await accept.RunAsync(http.Response, batch, rules, delivery: null, cancellationToken);
    }
}
