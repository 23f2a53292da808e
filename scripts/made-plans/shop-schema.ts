/** The tables that the plans are made on. Small, so that the plans are readable; large enough that the planner has a choice. */
export const shopSchema = `
  create table city (id int primary key, name text not null);
  create table customer (id int primary key, name text not null, city_id int references city, joined date not null);
  create table product (id int primary key, name text not null, price numeric not null, category int not null);
  create table orders (id int primary key, customer_id int not null references customer, placed timestamp not null,
    status text not null, total numeric not null);
  create table line (id int primary key, order_id int not null references orders on delete cascade,
    product_id int not null references product, quantity int not null);
  create table event (id int not null, day date not null, kind text not null) partition by range (day);
  create table event_q1 partition of event for values from ('2026-01-01') to ('2026-04-01');
  create table event_q2 partition of event for values from ('2026-04-01') to ('2026-07-01');
  create table event_q3 partition of event for values from ('2026-07-01') to ('2026-10-01');
  create table event_q4 partition of event for values from ('2026-10-01') to ('2027-01-01');
  create table category (id int primary key, parent int references category, name text not null);
  create table stock (product_id int primary key, pieces int not null check (pieces >= 0));

  insert into city select n, 'city ' || n from generate_series(1, 40) n;
  insert into customer select n, 'customer ' || n, n % 40 + 1, date '2020-01-01' + n from generate_series(1, 800) n;
  insert into product select n, 'product ' || n, n % 90 + 1, n % 12 from generate_series(1, 300) n;
  insert into orders select n, (n * 37) % 800 + 1, timestamp '2026-01-01' + n * interval '1 hour',
    (array['open', 'paid', 'sent', 'back'])[n % 4 + 1], n % 500 from generate_series(1, 6000) n;
  insert into line select n, (n * 7) % 6000 + 1, (n * 13) % 300 + 1, n % 5 + 1 from generate_series(1, 18000) n;
  insert into event select n, date '2026-01-01' + n % 365, (array['view', 'buy', 'leave'])[n % 3 + 1]
    from generate_series(1, 4000) n;
  insert into category select n, nullif(n / 3, 0), 'category ' || n from generate_series(1, 120) n;
  insert into stock select n, n from generate_series(1, 300) n;

  create index orders_customer on orders (customer_id);
  create index orders_placed on orders (placed);
  create index orders_status on orders (status, total);
  create index line_order on line (order_id);
  create index line_product on line (product_id);
  create index event_day on event (day);

  create function note_change() returns trigger language plpgsql as 'begin return new; end';
  create trigger stock_changed after insert or update on stock for each row execute function note_change();
  create trigger stock_checked before insert or update on stock for each row execute function note_change();
`;

/** Cannot be done together with the rest: VACUUM wants a transaction of its own. */
export const vacuumed = `vacuum analyze`;
