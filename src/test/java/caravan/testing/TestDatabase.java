package caravan.testing;

import caravan.Database;

/** The operational tables on the shared PostgreSQL; opened when first asked for, closed with the JVM. */
public final class TestDatabase {

    private TestDatabase() {}

    public static Database shared() {
        return Shared.DATABASE;
    }

    private static final class Shared {
        static final Database DATABASE = Database.open(Services.addresses().postgresUrl());
    }
}
