using System.Globalization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using TriageMesh.Platform.Bus;
using TriageMesh.Platform.Database;
using TriageMesh.Platform.Http;
using TriageMesh.Platform.Parking;
using TriageMesh.Platform.Security;
using TriageMesh.Platform.Telemetry;

namespace TriageMesh.Platform.Hosting;

/// <summary>Runs one or several services in this process. There is no second way to wire anything.</summary>
public static class MeshHost
{
    /// <summary>The environment variable that names a JSON file with the mesh's settings and secrets.</summary>
    public const string ConfigurationFileVariable = "MESH_CONFIG";

    /// <summary>Builds, migrates and runs until told to stop. Wrong settings give one line on standard error and exit code 2.</summary>
    public static async Task<int> RunAsync(string[] args, params IMeshService[] services)
    {
        try
        {
            var app = Build(args, services);
            await app.RunAsync();
            return 0;
        }
        catch (OptionsValidationException wrong)
        {
            await Console.Error.WriteLineAsync(string.Join(" ", wrong.Failures));
            return 2;
        }
        catch (MigrationException wrong)
        {
            await Console.Error.WriteLineAsync(wrong.Message);
            return 3;
        }
    }

    /// <summary>Builds the process without starting it.</summary>
    /// <param name="args">Command-line settings (<c>--Router:Url=...</c>).</param>
    /// <param name="services">The services it runs.</param>
    /// <param name="configure">Last word on settings and registrations, for hosts with needs of their own and for tests.</param>
    public static WebApplication Build(
        string[] args,
        IReadOnlyList<IMeshService> services,
        Action<WebApplicationBuilder>? configure = null
    )
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", isEnabled: false);

        var builder = WebApplication.CreateSlimBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        if (Environment.GetEnvironmentVariable(ConfigurationFileVariable) is { Length: > 0 } file)
        {
            builder.Configuration.AddMeshFiles(Path.GetFullPath(file));
            builder.Configuration.AddEnvironmentVariables();
            builder.Configuration.AddCommandLine(args);
        }

        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.Services.TryAddSingleton(TimeProvider.System);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromSeconds(20));
        builder.Services.AddSingleton<IReadOnlyList<IMeshService>>(services);
        builder.AddMeshTelemetry(services);
        builder.AddMeshDatabase();
        builder.AddMeshSecurity();
        builder.AddMeshHttp();
        foreach (var service in services)
        {
            service.Register(builder);
        }

        builder.AddMeshBus(services);
        builder.AddMeshParking(services);
        configure?.Invoke(builder);
        builder.WebHost.UseUrls([
            .. services.Select(service => builder.Configuration[$"{service.Name}:Url"] ?? DefaultUrl(service)),
        ]);

        var app = builder.Build();
        app.UseMeshHttp();
        foreach (var service in services)
        {
            service.MapRoutes(app);
        }

        return app;
    }

    /// <summary>Loopback only, unless the configuration says otherwise.</summary>
    private static string DefaultUrl(IMeshService service) => $"http://127.0.0.1:{service.DefaultPort}";
}
