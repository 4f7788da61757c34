using System.Diagnostics;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Options;
using TriageMesh.Contracts.Api;
using TriageMesh.Ingest.Accounts;
using TriageMesh.Ingest.Signing;

namespace TriageMesh.Ingest.Intake;

/// <summary>POST /ingest/v1/{source}: a signed delivery (Standard Webhooks) of one mention or several.</summary>
internal static class WebhookEndpoint
{
    public static void MapWebhook(this IEndpointRouteBuilder ingest) =>
        ingest.MapPost("/{source}", HandleAsync).AllowAnonymous().WithName("PostMentions");

    internal static async Task<Results<Accepted<IntakeAnswer>, ProblemHttpResult>> HandleAsync(
        string source,
        HttpContext http,
        AccountDirectory directory,
        SourceLimits limits,
        AcceptMentions accept,
        IOptions<IntakeOptions> options,
        TimeProvider time,
        CancellationToken cancellationToken
    )
    {
        if (!directory.Sources.TryGetValue(source, out var sender))
        {
            return IntakeProblems.UnknownSource();
        }

        var body = await RequestBody.ReadAsync(http.Request, options.Value.MaxBodyBytes, cancellationToken);
        if (body is null)
        {
            return IntakeProblems.TooLarge(options.Value.MaxBodyBytes);
        }

        var now = time.GetUtcNow();
        if (WebhookHeaders.Check(http.Request.Headers, body, sender.Secrets, now, out var notSigned) is not { } headers)
        {
            return IntakeProblems.NotSigned(notSigned!.Value.Header, notSigned.Value.Message);
        }

        if (!limits.TryTake(source, out var comeBackIn))
        {
            return IntakeProblems.TooMany(http.Response, comeBackIn);
        }

        using var batch = RequestBatch.Read(body, out var wrong);
        if (batch is null)
        {
            return IntakeProblems.NotReadable(wrong.Field, wrong.Message);
        }

        var rules = new ReadingRules
        {
            Source = source,
            Channel = sender.Channel,
            Account = sender.Account,
            Fixed = true,
            Now = now,
            TraceParent = Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace } ? trace : null,
        };
        var delivery = new DeliveryKey(headers.Id, Convert.ToHexStringLower(SHA256.HashData(body)));
        return await accept.RunAsync(http.Response, batch, rules, delivery, cancellationToken);
    }
}
