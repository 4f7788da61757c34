using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace TriageMesh.Desk.OpenId;

/// <summary>Turns the code that the browser brought back into what the provider says of the person.</summary>
internal sealed class OpenIdExchange(OpenIdProvider provider, OpenIdTokens tokens, IOptions<OpenIdOptions> options)
{
    /// <exception cref="OpenIdRefusal">The provider does not take the code, or its token is not valid.</exception>
    public async Task<OpenIdClaims> RedeemAsync(
        string code,
        PendingSignIn pending,
        string returnsTo,
        CancellationToken cancellationToken
    )
    {
        var configuration = await provider.ReadAsync(cancellationToken);
        using var request = Request(configuration, code, pending, returnsTo);
        using var answer = await AskAsync(request, cancellationToken);
        var accessToken = Text(answer.RootElement, "access_token");
        var (issuer, subject, claims) = await tokens.ReadAsync(
            Text(answer.RootElement, "id_token") ?? throw new OpenIdRefusal(OpenIdRefused.NotValid, "no id token"),
            accessToken,
            pending.Nonce,
            cancellationToken
        );
        var more = await UserInfoAsync(configuration, accessToken, subject, cancellationToken);
        return new OpenIdClaims(issuer, subject, claims, more);
    }

    private HttpRequestMessage Request(
        OpenIdConnectConfiguration configuration,
        string code,
        PendingSignIn pending,
        string returnsTo
    )
    {
        var (id, secret) = (options.Value.ClientId!, options.Value.ClientSecret);
        var fields = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["grant_type"] = "authorization_code",
            ["code"] = code,
            ["redirect_uri"] = returnsTo,
            ["code_verifier"] = pending.Verifier,
        };
        var request = new HttpRequestMessage(HttpMethod.Post, configuration.TokenEndpoint);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        var ways = configuration.TokenEndpointAuthMethodsSupported;
        if (string.IsNullOrEmpty(secret))
        {
            fields["client_id"] = id;
        }
        else if (ways.Contains("client_secret_post") && !ways.Contains("client_secret_basic"))
        {
            fields["client_id"] = id;
            fields["client_secret"] = secret;
        }
        else
        {
            // Each part is form-encoded before they are joined (RFC 6749, 2.3.1).
            var pair = $"{Uri.EscapeDataString(id)}:{Uri.EscapeDataString(secret)}";
            request.Headers.Authorization = new AuthenticationHeaderValue(
                "Basic",
                Convert.ToBase64String(Encoding.UTF8.GetBytes(pair))
            );
        }

        request.Content = new FormUrlEncodedContent(fields);
        return request;
    }

    /// <summary>What the token lacks; nothing where the provider has no more to say, or speaks of somebody else.</summary>
    private async Task<JsonElement?> UserInfoAsync(
        OpenIdConnectConfiguration configuration,
        string? accessToken,
        string subject,
        CancellationToken cancellationToken
    )
    {
        if (
            !options.Value.AskUserInfo
            || accessToken is null
            || !Uri.TryCreate(configuration.UserInfoEndpoint, UriKind.Absolute, out var address)
            || !OpenIdOptions.IsSafe(address)
        )
        {
            return null;
        }

        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", accessToken);
        using var answer = await AskAsync(request, cancellationToken);
        return Text(answer.RootElement, "sub") == subject
            ? answer.RootElement.Clone()
            : throw new OpenIdRefusal(OpenIdRefused.NotValid, "userinfo speaks of another person");
    }

    private async Task<JsonDocument> AskAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        try
        {
            using var answer = await provider.Client.SendAsync(request, cancellationToken);
            if (!answer.IsSuccessStatusCode)
            {
                throw new OpenIdRefusal(
                    (int)answer.StatusCode < 500 ? OpenIdRefused.NotValid : OpenIdRefused.ProviderAway,
                    $"{request.RequestUri!.AbsolutePath} answered {(int)answer.StatusCode}"
                );
            }

            var document = JsonDocument.Parse(await answer.Content.ReadAsByteArrayAsync(cancellationToken));
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document
                : throw new OpenIdRefusal(OpenIdRefused.ProviderAway, "an answer is no object");
        }
        catch (Exception away)
            when (away is HttpRequestException or IOException or JsonException
                || (away is OperationCanceledException && !cancellationToken.IsCancellationRequested)
            )
        {
            throw new OpenIdRefusal(OpenIdRefused.ProviderAway, away.GetType().Name);
        }
    }

    private static string? Text(JsonElement answer, string name) =>
        answer.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
