using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using TriageMesh.Contracts;
using TriageMesh.Contracts.Messages;
using TriageMesh.Ingest.Accounts;
using TriageMesh.Ingest.Intake;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Signing;

namespace TriageMesh.Ingest.Replies;

/// <summary>Posts a reply to an account's way out, once, and says what is known of the outcome.</summary>
internal sealed class ReplyClient(HttpClient http, IOptions<ReplyOptions> options, TimeProvider time)
{
    private const int MaxAnswerBytes = 64 * 1024;
    private const int MaxExternalIdLength = 500;

    /// <summary>A connection for each reply and no redirects: the handler would send a second time by itself where a kept connection broke.</summary>
    public static SocketsHttpHandler Handler() =>
        new()
        {
            PooledConnectionLifetime = TimeSpan.Zero,
            AllowAutoRedirect = false,
            UseCookies = false,
        };

    public async Task<ReplyOutcome> SendAsync(SendReply reply, WayOut wayOut)
    {
        // Not the consumer's token: what has begun is waited for, even while the process stops.
        using var deadline = new CancellationTokenSource(options.Value.Timeout, time);
        using var request = Request(reply, wayOut);
        try
        {
            using var response = await http.SendAsync(
                request,
                HttpCompletionOption.ResponseHeadersRead,
                deadline.Token
            );
            return await OutcomeAsync(response, deadline.Token);
        }
        catch (HttpRequestException failed) when (NothingWasSent(failed.HttpRequestError))
        {
            return ReplyOutcome.Failed($"The account's reply address cannot be reached ({failed.HttpRequestError}).");
        }
        catch (HttpRequestException failed)
        {
            return ReplyOutcome.Unknown($"The connection broke before an answer came ({failed.HttpRequestError}).");
        }
        catch (OperationCanceledException)
        {
            return ReplyOutcome.Unknown($"No answer within {options.Value.Timeout.TotalSeconds:0.#} s.");
        }
    }

    private HttpRequestMessage Request(SendReply reply, WayOut wayOut)
    {
        var body = JsonSerializer.SerializeToUtf8Bytes(
            new OutgoingReply(
                reply.ReplyId,
                reply.Channel,
                reply.Account,
                reply.InReplyToExternalId,
                reply.ConversationId,
                reply.AuthorId,
                reply.Visibility,
                reply.Text
            ),
            MeshJson.Options
        );
        return SignedRequest.Post(wayOut.Url, reply.ReplyId.ToString(), body, time.GetUtcNow(), wayOut.Secret);
    }

    private static async Task<ReplyOutcome> OutcomeAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        var status = (int)response.StatusCode;
        return status switch
        {
            >= 200 and < 300 => ReplyOutcome.Sent(await ExternalIdAsync(response, cancellationToken)),
            // The other side gave up waiting for us; what it had by then is not known.
            StatusCodes.Status408RequestTimeout or >= 500 => ReplyOutcome.Unknown($"The other side answered {status}."),
            _ => ReplyOutcome.Failed($"The other side refused it with {status}."),
        };
    }

    /// <summary>The id in <c>{"external_id": …}</c>. An answer without one, or that breaks off, was still a yes.</summary>
    private static async Task<string?> ExternalIdAsync(
        HttpResponseMessage response,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await response.Content.LoadIntoBufferAsync(MaxAnswerBytes, cancellationToken);
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            using var json = JsonDocument.Parse(body);
            return json.RootElement.ValueKind == JsonValueKind.Object
                ? new FieldReader(json.RootElement, []).Id("external_id", MaxExternalIdLength)
                : null;
        }
        catch (Exception unreadable)
            when (unreadable is HttpRequestException or IOException or JsonException or OperationCanceledException)
        {
            return null;
        }
    }

    private static bool NothingWasSent(HttpRequestError error) =>
        error
            is HttpRequestError.ConnectionError
                or HttpRequestError.NameResolutionError
                or HttpRequestError.SecureConnectionError
                or HttpRequestError.ProxyTunnelError;

    private sealed record OutgoingReply(
        Guid ReplyId,
        string Channel,
        string Account,
        string InReplyToExternalId,
        string? ConversationId,
        string AuthorId,
        Visibility Visibility,
        string Text
    );
}
