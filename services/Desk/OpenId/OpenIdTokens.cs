using System.IdentityModel.Tokens.Jwt;
using System.Text.Json;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.JsonWebTokens;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;

namespace TriageMesh.Desk.OpenId;

/// <summary>Reads an id token: whose signature, for whom, until when, and made for this very sign-in.</summary>
internal sealed class OpenIdTokens(OpenIdProvider provider, IOptions<OpenIdOptions> options, TimeProvider time)
{
    private static readonly JsonWebTokenHandler Handler = new() { MapInboundClaims = false };
    private static readonly OpenIdConnectProtocolValidator Protocol = new()
    {
        RequireStateValidation = false,
        RequireTimeStampInNonce = false,
        RequireNonce = true,
    };

    /// <summary>Only what is signed by a key that the provider alone holds.</summary>
    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256,
        SecurityAlgorithms.RsaSha384,
        SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256,
        SecurityAlgorithms.RsaSsaPssSha384,
        SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256,
        SecurityAlgorithms.EcdsaSha384,
        SecurityAlgorithms.EcdsaSha512,
    ];

    /// <returns>Who vouches for the person, their name there, and all that the token says.</returns>
    /// <exception cref="OpenIdRefusal">The token is not one that the provider made for this sign-in.</exception>
    public async Task<(string Issuer, string Subject, JsonElement Claims)> ReadAsync(
        string idToken,
        string? accessToken,
        string nonce,
        CancellationToken cancellationToken
    )
    {
        var result = await ValidateAsync(idToken, await provider.ReadAsync(cancellationToken));
        if (result.Exception is SecurityTokenSignatureKeyNotFoundException or SecurityTokenInvalidSignatureException)
        {
            result = await ValidateAsync(idToken, await provider.ReadAgainAsync(cancellationToken));
        }

        if (!result.IsValid)
        {
            throw new OpenIdRefusal(OpenIdRefused.NotValid, result.Exception?.GetType().Name);
        }

        var token = (JsonWebToken)result.SecurityToken;
        try
        {
            Protocol.ValidateTokenResponse(
                new OpenIdConnectProtocolValidationContext
                {
                    ClientId = options.Value.ClientId,
                    Nonce = nonce,
                    ProtocolMessage = new OpenIdConnectMessage { IdToken = idToken, AccessToken = accessToken },
                    ValidatedIdToken = JwtSecurityTokenConverter.Convert(token),
                }
            );
        }
        catch (OpenIdConnectProtocolException wrong)
        {
            throw new OpenIdRefusal(OpenIdRefused.NotValid, wrong.GetType().Name);
        }

        using var claims = JsonDocument.Parse(Base64UrlEncoder.DecodeBytes(token.EncodedPayload));
        return (token.Issuer, token.Subject, claims.RootElement.Clone());
    }

    private Task<TokenValidationResult> ValidateAsync(string idToken, OpenIdConnectConfiguration configuration) =>
        Handler.ValidateTokenAsync(
            idToken,
            new TokenValidationParameters
            {
                ValidIssuers = OpenIdIssuers.Of(configuration, options.Value),
                ValidAudience = options.Value.ClientId,
                IssuerSigningKeyResolver = (_, token, keyId, _) =>
                    OpenIdIssuers
                        .KeysOf(configuration, token.Issuer)
                        .Where(key => keyId is null || key.KeyId is null || key.KeyId == keyId),
                ValidAlgorithms = Algorithms,
                LifetimeValidator = (notBefore, expires, _, _) => IsNow(notBefore, expires),
            }
        );

    private bool IsNow(DateTime? notBefore, DateTime? expires)
    {
        var (now, skew) = (time.GetUtcNow().UtcDateTime, options.Value.ClockSkew);
        return expires is not null && now < expires + skew && (notBefore is null || notBefore - skew <= now);
    }
}
