using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;
using TriageMesh.Contracts;
using TriageMesh.Desk.Tokens;

namespace TriageMesh.Desk.SignIn;

/// <summary>Who may use a route of the desk: a person with a session; a program with a token only for the ways to the services.</summary>
internal static class DeskAllow
{
    public const string Person = "desk-person";
    public const string Admin = "desk-admin";

    /// <summary>A person with a session, or a program with a token.</summary>
    public const string Anyone = "desk-anyone";

    public static void AddDeskSessions(this IServiceCollection services)
    {
        services
            .AddAuthentication()
            .AddScheme<AuthenticationSchemeOptions, SessionAuthentication>(
                SessionAuthentication.Scheme,
                configureOptions: null
            )
            .AddScheme<AuthenticationSchemeOptions, TokenAuthentication>(
                TokenAuthentication.Scheme,
                configureOptions: null
            );
        services
            .AddAuthorizationBuilder()
            .AddPolicy(Person, policy => Session(policy))
            .AddPolicy(Anyone, policy => Session(policy).AddAuthenticationSchemes(TokenAuthentication.Scheme))
            .AddPolicy(Admin, policy => Session(policy).RequireRole(Role.Admin.Wire()));
    }

    private static AuthorizationPolicyBuilder Session(AuthorizationPolicyBuilder policy) =>
        policy.AddAuthenticationSchemes(SessionAuthentication.Scheme).RequireAuthenticatedUser();
}
